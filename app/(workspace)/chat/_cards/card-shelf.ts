import type { ComponentType } from 'react';
import { createStore } from 'zustand/vanilla';

type Shelf = { readonly Cards: ComponentType<{ body: string }> | null };

/** What draws the links to tickets in a message as cards: put here when its code has come, after the first sight. */
export const cardShelf = createStore<Shelf>(() => ({ Cards: null }));
