import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ingestClockTolerance, ingestHeaders } from '../../../protocol/index.ts';
import { findFaultUnder, findSignatureFault, sign } from '../../../server/sources/signature.ts';

const secret = 's'.repeat(32);
const body = Buffer.from('{"eventId":"é"}');
const now = Date.UTC(2026, 0, 1);

describe('a signed request', () => {
  it('is accepted with the signature that the contract describes', () => {
    // Made with: printf '1767225600000.{"eventId":"é"}' | openssl dgst -sha256 -hmac ssssssssssssssssssssssssssssssss
    const headers = {
      [ingestHeaders.timestamp]: '1767225600000',
      [ingestHeaders.signature]: 'sha256=8ae5856416ab49829897d6d2107eda949bda6ecf897c0d84b8fa53ac00600447',
    };
    expect(sign(secret, body, now)).toEqual(headers);
    expect(findSignatureFault(secret, headers, body, now)).toBeNull();
  });

  it('may tell its time in seconds', () => {
    const headers = sign(secret, body, now / 1_000);
    expect(findSignatureFault(secret, headers, body, now)).toBeNull();
  });

  it('is refused when the body, the time or the secret is another', () => {
    const headers = sign(secret, body, now);
    expect(findSignatureFault(secret, headers, Buffer.from('{}'), now)).toMatch(/does not match/);
    expect(findSignatureFault(`${secret}x`, headers, body, now)).toMatch(/does not match/);
    const later = { ...headers, [ingestHeaders.timestamp]: String(now + 1) };
    expect(findSignatureFault(secret, later, body, now)).toMatch(/does not match/);
  });

  it('is refused when it was recorded and is played again later', () => {
    const headers = sign(secret, body, now);
    expect(findSignatureFault(secret, headers, body, now + ingestClockTolerance)).toBeNull();
    expect(findSignatureFault(secret, headers, body, now + ingestClockTolerance + 1)).toMatch(/too far/);
    expect(findSignatureFault(secret, headers, body, now - ingestClockTolerance - 1)).toMatch(/too far/);
  });

  it('is refused, and nothing is thrown, whatever stands in its headers', () => {
    const header = fc.oneof(fc.string(), fc.constant(undefined), fc.array(fc.string()), fc.constant('sha256='));
    fc.assert(
      fc.property(header, header, (timestamp, signature) => {
        const headers = { [ingestHeaders.timestamp]: timestamp, [ingestHeaders.signature]: signature };
        expect(typeof findSignatureFault(secret, headers, body, now)).toBe('string');
      }),
    );
  });
});

it('is right by any of several secrets; who signed too long ago reads that, and nobody else anything of it', () => {
  const secrets = ['a'.repeat(32), 'b'.repeat(32)];
  const late = now + 2 * ingestClockTolerance;
  for (const one of secrets) {
    expect(findFaultUnder(secrets, sign(one, body, now), body, now)).toBeNull();
    expect(findFaultUnder(secrets, sign(one, body, now), body, late)).toMatch(/too far/);
  }
  expect(findFaultUnder(secrets, sign(secret, body, now), body, late)).toMatch(/does not match/);
  expect(findFaultUnder([], sign(secret, body, now), body, now)).not.toBeNull();
});
