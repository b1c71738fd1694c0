import { Activity, Building2, type LucideIcon, ScrollText, UserPlus } from 'lucide-react';
import type { Messages } from '../../../_messages/catalogue.ts';

/** The sections of Administration, in the order in which they stand on the left; each has an address of its own. */
export const sections: readonly {
  path: string;
  name: keyof Messages['administration']['sections'];
  icon: LucideIcon;
}[] = [
  { path: '/admin/workspace', name: 'workspace', icon: Building2 },
  { path: '/admin/invitations', name: 'invitations', icon: UserPlus },
  { path: '/admin/system', name: 'system', icon: Activity },
  { path: '/admin/audit', name: 'audit', icon: ScrollText },
];
