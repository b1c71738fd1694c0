// Before any other code of a page. Its policy forbids making code from text, which zod tries with the first schema it is given
// to be faster, and each try is a violation. Set by hand, and not by zod's own `config`, so that pages without zod stay so.
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } });
