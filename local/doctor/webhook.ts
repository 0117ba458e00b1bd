import { deployCommand, failed, needsTrial, note, passed, type Check } from './check.ts';

/** The webhook to a shop outside AWS, where an environment has one. */
export const webhookChecks: readonly Check[] = [
  {
    name: 'webhook-dead-letters',
    proves: 'the shop has taken every event',
    run: async (deployment) => {
      if (!deployment.settings.webhook) return note('no webhook in this environment');
      const waiting = await deployment.queueLength(`sluss-${deployment.environment}-webhook-dead-letters`);
      if (waiting === 0) return passed('none');
      if (waiting === undefined)
        return failed('the queue of dead letters does not exist', `No event is posted: ${deployCommand(deployment)}.`);
      return failed(
        `${waiting} events were not taken by the shop`,
        'Mend the receiver, then send them again: docs/runbook.md, "webhook-dead-letters".',
      );
    },
  },
  {
    name: 'webhook-receiver',
    proves: 'the shop takes a signed event',
    run: ({ settings: { webhook } }) =>
      webhook
        ? needsTrial(`only an event shows whether ${webhook.url} takes it`)
        : note('no webhook in this environment'),
  },
];
