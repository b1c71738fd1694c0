export type HintSide = 'top' | 'right' | 'bottom' | 'left';

/** Attributes that give an element a hint: a short text beside it when it is pointed at or focused by keyboard. */
export const hint = (text: string, side: HintSide = 'top') => ({ 'data-hint': text, 'data-hint-side': side });
