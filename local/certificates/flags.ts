/** The flags of every certificate command, for parseArgs. None of them takes a password: those are asked for. */
export const flagOptions = {
  organisation: { type: 'string' },
  'corporate-number': { type: 'string' },
  'display-name': { type: 'string' },
  'swish-number': { type: 'string' },
  key: { type: 'string' },
  request: { type: 'string' },
  certificate: { type: 'string' },
  chain: { type: 'string' },
  file: { type: 'string' },
  ca: { type: 'string' },
  out: { type: 'string' },
  to: { type: 'string' },
  environment: { type: 'string' },
  overwrite: { type: 'boolean' },
  yes: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

/** What was said on the command line. */
export type Flags = {
  [Flag in keyof typeof flagOptions]?: (typeof flagOptions)[Flag]['type'] extends 'boolean' ? boolean : string;
};
