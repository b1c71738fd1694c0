import {
  Activity,
  Bot,
  Building2,
  FileDown,
  FileWarning,
  Hash,
  Inbox,
  type LucideIcon,
  Mail,
  ScrollText,
  UserPlus,
  Users,
} from 'lucide-react';
import type { Messages } from '../../../_messages/catalogue.ts';

/** The sections of Administration, in the order in which they stand on the left; each has an address of its own. */
export const sections: readonly {
  path: string;
  name: keyof Messages['administration']['sections'];
  icon: LucideIcon;
}[] = [
  { path: '/admin/workspace', name: 'workspace', icon: Building2 },
  { path: '/admin/people', name: 'people', icon: Users },
  { path: '/admin/invitations', name: 'invitations', icon: UserPlus },
  { path: '/admin/mail', name: 'mail', icon: Mail },
  { path: '/admin/rooms', name: 'rooms', icon: Hash },
  { path: '/admin/programs', name: 'programs', icon: Bot },
  { path: '/admin/sources', name: 'sources', icon: Inbox },
  { path: '/admin/dead-letters', name: 'deadLetters', icon: FileWarning },
  { path: '/admin/exports', name: 'exports', icon: FileDown },
  { path: '/admin/system', name: 'system', icon: Activity },
  { path: '/admin/audit', name: 'audit', icon: ScrollText },
];
