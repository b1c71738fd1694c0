// Loaded into every instance under test: SIGUSR2 collects the garbage, so that memory can be compared.
process.on('SIGUSR2', () => globalThis.gc?.());
