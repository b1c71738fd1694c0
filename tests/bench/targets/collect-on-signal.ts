// Loaded into every measured server alike: SIGUSR2 collects the garbage, to the last page, so that what is needed is
// compared and not what V8 keeps for later.
process.on('SIGUSR2', () => globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' }));
