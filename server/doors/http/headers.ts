/** What every answer carries, whoever gives it. */
export const securityHeaders = (options: { instance: string; isHttps: boolean }): Record<string, string> => ({
  'x-switchboard-instance': options.instance,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
  // A page of somebody else that opens ours gets no handle on it, and may not include what we send.
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  // Answers for programs show nothing; pages replace it with their own.
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  ...(options.isHttps && { 'strict-transport-security': 'max-age=31536000' }),
});
