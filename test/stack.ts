import { readStackFacts, startedStackFile } from '../local/stack-facts.ts';

/** The stack under test: the one whose facts SLUSS_STACK_FILE names, or else the one that `npm start` runs. */
export const stack = readStackFacts(process.env['SLUSS_STACK_FILE'] ?? startedStackFile);
