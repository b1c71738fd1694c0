import { describe, expect, it } from 'vitest';
import { proposalOf, slot } from '../../../server/sources/watch/rhythm.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const monday = Date.UTC(2026, 2, 2);
const from = monday;
const to = monday + 14 * day;

/** Ends of the slots in which something came. */
const slotsOf = (isBusy: (at: Date) => boolean): number[] =>
  Array.from({ length: (to - from) / slot }, (_, n) => from + n * slot)
    .filter((begin) => isBusy(new Date(begin)))
    .map((begin) => begin + slot);
const isWorkday = (at: Date) => at.getUTCDay() >= 1 && at.getUTCDay() <= 5;
const propose = (isBusy: (at: Date) => boolean, timeZone = 'UTC') =>
  proposalOf(slotsOf(isBusy), { from, to, timeZone });

describe('what may be expected of a source', () => {
  it('that always sends is an event every ten minutes, round the clock', () => {
    expect(propose(() => true)).toEqual({
      proposed: { minutes: 10, days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '00:00', timeZone: 'UTC' },
      days: 14,
    });
  });

  it('that sends in office hours is nothing at night and at the weekend', () => {
    const office = (at: Date) => isWorkday(at) && at.getUTCHours() >= 8 && at.getUTCHours() < 18;
    expect(propose(office).proposed).toEqual({
      ...{ minutes: 10, days: [1, 2, 3, 4, 5], from: '08:00', to: '18:00', timeZone: 'UTC' },
    });
    // The same, as the clock on a wall in Berlin has it.
    expect(propose(office, 'Europe/Berlin').proposed).toMatchObject({ from: '09:00', to: '19:00' });
  });

  it('is twice as long a silence as there was', () => {
    const everyHalfHour = (at: Date) => at.getUTCMinutes() % 30 === 0;
    expect(propose(everyHalfHour).proposed?.minutes).toBe(50);
  });

  it('that works at night goes on after midnight', () => {
    const night = (at: Date) => at.getUTCHours() >= 22 || at.getUTCHours() < 4;
    expect(propose(night).proposed).toMatchObject({ from: '22:00', to: '04:00', minutes: 10 });
  });

  it('does not count an hour that was quiet once', () => {
    const once = (at: Date) =>
      !(at.getTime() >= monday + 2 * day + 12 * 60 * minute && at.getTime() < monday + 2 * day + 13 * 60 * minute);
    expect(propose((at) => once(at) && at.getUTCHours() >= 8 && at.getUTCHours() < 16).proposed).toMatchObject({
      from: '08:00',
      to: '12:00',
    });
  });

  it('is nothing where it is not regular, or has not been known for three days', () => {
    expect(propose((at) => at.getTime() === monday).proposed).toBeNull();
    expect(
      proposalOf(
        slotsOf(() => true),
        { from: to - 2 * day, to, timeZone: 'UTC' },
      ),
    ).toEqual({
      proposed: null,
      days: 2,
    });
  });
});
