import * as fc from 'fast-check';

/** The same examples each time, so that a red run is red again; FAST_CHECK_SEED=… looks elsewhere. */
fc.configureGlobal({ seed: Number(process.env['FAST_CHECK_SEED'] ?? 20261121) });
