import { Logger } from '@aws-lambda-powertools/logger';

/**
 * The fields that may be logged. A new one needs a decision that it can never hold personal data: masking afterwards
 * forgets the next field.
 */
type Field =
  | 'code'
  | 'count'
  | 'durationMs'
  | 'errorName'
  | 'executionStarted'
  | 'fields'
  | 'flow'
  | 'flowId'
  | 'hint'
  | 'httpStatus'
  | 'merchant'
  | 'object'
  | 'operation'
  | 'paymentId'
  | 'provider'
  | 'requestId'
  | 'route'
  | 'stack'
  | 'status';
type Fields = Partial<Record<Field, string | number | boolean>>;

const logger = new Logger();

/** Only the closed list of fields above can be logged; never a request, an event, a body or a caught error object. */
export const log = {
  info: (event: string, fields: Fields = {}): void => logger.info(event, fields),
  warn: (event: string, fields: Fields = {}): void => logger.warn(event, fields),
  error: (event: string, fields: Fields = {}): void => logger.error(event, fields),
};

/** What may be said of a defect: its class and where it was thrown. Its message, which begins the stack, could quote a value. */
export const describe = (error: unknown): Fields =>
  error instanceof Error ? { errorName: error.name, stack: framesOf(error) } : { errorName: typeof error };

const framesOf = ({ stack = '', message }: Error): string =>
  stack
    .slice(stack.indexOf(message) + message.length)
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 8)
    .join('\n');
