'use client';

import { createContext, type ReactNode } from 'react';
import type { TimelineMessage } from '../../../_live/messages/timeline.ts';

/** More that can be done with a message where a conversation is about something: buttons of its toolbar. */
export const MessageExtras = createContext<((message: TimelineMessage) => ReactNode) | null>(null);
