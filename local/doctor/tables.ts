import { deployCommand, failed, note, notKeptLocally, NotTried, passed, type Check, type Finding } from './check.ts';
import type { Deployment, TableState } from './deployment.ts';

type Name = 'personal' | 'ledger';

const existence = (name: Name): Check => ({
  name: `${name}-table`,
  proves: `the ${name} table is there`,
  run: async (deployment) => {
    const found = await deployment.table(`sluss-${deployment.environment}-${name}`);
    if (found?.isActive) return passed('active');
    return failed(
      found ? 'it is not active' : 'it does not exist',
      found
        ? 'Wait until DynamoDB has done with it; if that takes long, look at the AWS Health Dashboard.'
        : `Nothing works without it: ${deployCommand(deployment)}.`,
    );
  },
});

const setting = (
  check: string,
  table: Name,
  proves: string,
  judge: (state: TableState, deployment: Deployment) => Finding,
): Check => ({
  name: `${table}-${check}`,
  proves,
  run: async (deployment) => {
    const state = await deployment.table(`sluss-${deployment.environment}-${table}`);
    if (!state) throw new NotTried(`${table}-table`);
    return judge(state, deployment);
  },
});

const encryption = (table: Name): Check =>
  setting(
    'encryption',
    table,
    `the ${table} table is encrypted with a key of its own`,
    ({ ownKeyWorks }, deployment) => {
      if (ownKeyWorks) return passed('a key of the account, enabled');
      if (deployment.environment === 'local') return notKeptLocally;
      return failed(
        ownKeyWorks === false ? 'its key is not our own, or is disabled or to be deleted' : 'it has no key of its own',
        `Enable the key alias/sluss-${deployment.environment}-${table} in KMS (and cancel its deletion).`,
      );
    },
  );

/** Both tables, with the settings on which privacy and the ledger rest. */
export const tableChecks: readonly Check[] = [
  existence('personal'),
  setting('ttl', 'personal', 'expired personal data is deleted even if the clock stands still', (state, deployment) => {
    if (state.expiresBy === 'expiresAt') return passed('TTL on expiresAt');
    if (deployment.environment === 'local') return notKeptLocally;
    return failed('TTL on expiresAt is off', 'Switch it on in DynamoDB.');
  }),
  setting('copies', 'personal', 'no recovery point and no stream keeps personal data', (state) => {
    if (!state.isRecoverable && !state.hasStream) return passed('neither recovery points nor a stream');
    return failed(
      `${[state.isRecoverable && 'point-in-time recovery', state.hasStream && 'a stream'].filter(Boolean).join(' and ')} keeps personal data for longer than 24 hours`,
      'Switch it off in DynamoDB.',
    );
  }),
  encryption('personal'),
  existence('ledger'),
  setting('recovery', 'ledger', 'the ledger can be restored to any second', (state, deployment) => {
    if (state.isRecoverable) return passed('point-in-time recovery is on');
    if (deployment.environment === 'local') return notKeptLocally;
    return failed('point-in-time recovery is off', 'Switch it on in DynamoDB.');
  }),
  setting('protection', 'ledger', 'nobody deletes the ledger by mistake', (state, deployment) => {
    if (state.isProtected) return passed('deletion protection is on');
    if (deployment.settings.destroyTables)
      return note('off, as the environment says: its tables go with the stack (destroyTables)');
    return failed('deletion protection is off', 'Switch it on in DynamoDB.');
  }),
  encryption('ledger'),
];
