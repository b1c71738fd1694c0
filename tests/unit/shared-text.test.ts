import { describe, expect, it } from 'vitest';
import { sharedText } from '../../app/(workspace)/chat/share/shared-text.ts';

const shared = (parts: Partial<Parameters<typeof sharedText>[0]>) =>
  sharedText({ title: '', text: '', url: '', ...parts });

describe('what is shared from another application', () => {
  it('is written a part on a line', () => {
    expect(shared({ title: ' Minutes ', text: 'See below', url: 'https://example.com' })).toBe(
      'Minutes\nSee below\nhttps://example.com',
    );
  });

  it('is written once where applications send it twice', () => {
    expect(shared({ title: 'Minutes', text: 'Minutes' })).toBe('Minutes');
    expect(shared({ title: 'Minutes', text: 'Minutes: https://example.com', url: 'https://example.com' })).toBe(
      'Minutes: https://example.com',
    );
  });

  it('is nothing where nothing was sent', () => {
    expect(shared({ text: ' \n' })).toBe('');
  });
});
