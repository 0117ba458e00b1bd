import { type GetCommand, UpdateCommand, PutCommand } from '@aws-sdk/lib-dynamodb';

/** A rule of ours that the fake table, or the fake Swish, can be told to ignore: each must make the simulation find a violation. */
export const switches = [
  'sync-version',
  'outbox-removal',
  'claim-lease',
  'late-write',
  'question-as-read',
  'operation-lease',
  'attempt-first',
  'former-cancelled',
  'candidate-as-read',
] as const;
export type Switch = (typeof switches)[number];

/** Those of payments with Swish are looked for in such payments alone. */
export const isOfSwish = (rule: Switch | undefined): boolean =>
  rule === 'attempt-first' || rule === 'former-cancelled' || rule === 'candidate-as-read';

/** Always true beside the condition, with every placeholder still used: the fake refuses those that are not. */
const orElse = (condition: string, otherwise: string): string => `(${condition}) OR ${otherwise}`;

const isAsked = 'attribute_exists(question)';

/** The command as a table would take it to heart that ignores the rule. */
export const ignoring = (rule: Switch | undefined, command: unknown): unknown => {
  if (command instanceof UpdateCommand) {
    const { UpdateExpression = '', ConditionExpression = '', ExpressionAttributeValues = {} } = command.input;
    switch (rule) {
      // Versions only grow, so this holds for whoever has read an older one.
      case 'sync-version':
        if (!ConditionExpression.includes('version = :version')) return command;
        return changed(command, ConditionExpression.replace(/version = :version/, 'version >= :version'));
      // Removing one event twice does no harm, so its condition protects nothing; that it is only this one does.
      case 'outbox-removal':
        if (!UpdateExpression.includes('REMOVE outbox.#')) return command;
        return new UpdateCommand({
          ...command.input,
          UpdateExpression: UpdateExpression.replace(/REMOVE outbox\.#\w+/, 'SET outbox = :empty'),
          ExpressionAttributeValues: { ...ExpressionAttributeValues, ':empty': {} },
        });
      case 'late-write':
        if (!ConditionExpression.includes('attribute_exists(pk)')) return command;
        return changed(command, orElse(ConditionExpression, 'attribute_not_exists(pk)'));
      case 'question-as-read':
        return changed(
          command,
          ConditionExpression.replace(
            'attribute_not_exists(question)',
            `(${orElse('attribute_not_exists(question)', isAsked)})`,
          ).replace('question = :asRead', `(${orElse('question = :asRead', isAsked)})`),
        );
      case 'operation-lease':
        if (!UpdateExpression.startsWith('SET asked = :step')) return command;
        return new UpdateCommand({
          ...command.input,
          ExpressionAttributeValues: { ...ExpressionAttributeValues, ':leaseUntil': 0 },
        });
      case 'candidate-as-read':
        if (!ConditionExpression.startsWith('candidate = :id')) return command;
        return changed(command, 'candidate = :id OR attribute_exists(pk)');
      case 'claim-lease':
      case 'attempt-first':
      case 'former-cancelled':
      case undefined:
        return command;
    }
  }
  if (command instanceof PutCommand && rule === 'claim-lease') {
    const { ConditionExpression = '' } = command.input;
    if (!ConditionExpression.includes('leaseUntil')) return command;
    return new PutCommand({
      ...command.input,
      ConditionExpression: ConditionExpression.replace(
        /leaseUntil <= :now/,
        '(leaseUntil <= :now OR leaseUntil > :now)',
      ),
    });
  }
  if (command instanceof PutCommand && rule === 'operation-lease') {
    const { Item } = command.input;
    if (!String(Item?.['pk']).startsWith('operation#')) return command;
    return new PutCommand({ ...command.input, Item: { ...Item, leaseUntil: 0 } });
  }
  return command;
};

/** Whether it is to be answered as done, and not done: what is to be made next is not stored before the former is cancelled. */
export const isForgotten = (rule: Switch | undefined, command: unknown): boolean =>
  rule === 'attempt-first' &&
  command instanceof UpdateCommand &&
  command.input.UpdateExpression?.startsWith('SET candidate = :handle, attempt') === true;

const changed = (command: UpdateCommand, ConditionExpression: string): UpdateCommand =>
  new UpdateCommand({ ...command.input, ConditionExpression });

/** What the fake's client takes; it looks at the class. */
export type AnyCommand = GetCommand;
