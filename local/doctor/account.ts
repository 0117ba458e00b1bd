import { deployCommand, failed, isCredentialsMissing, note, passed, type Check } from './check.ts';

/** Polls, syncs, the clock and the webhook, beside requests: Billecta's budget is nine calls a second, of about a second. */
const besidesRequests = 20;

/** The AWS account: whose it is, and what runs in it by itself. */
export const accountChecks: readonly Check[] = [
  {
    name: 'aws-account',
    proves: 'the AWS credentials in use belong to the account of the environment',
    run: async (deployment) => {
      const { account } = deployment.settings;
      const caller = await deployment.callerAccount().catch((error: unknown) => {
        if (isCredentialsMissing(error)) return 'none';
        throw error;
      });
      if (caller === 'none')
        return failed('there are no AWS credentials', 'Give this terminal credentials of the account (AWS_PROFILE).');
      if (caller === account) return passed(`account ${account}`);
      return failed(
        `the credentials are of account ${caller ?? 'unknown'}, the environment's is ${account}`,
        'Take the credentials of that account (AWS_PROFILE), or put the right account into infra/environments.ts.',
      );
    },
  },
  {
    name: 'lambda-concurrency',
    proves: 'as many functions may run at once as the gateway lets requests in, and the machines beside them',
    run: async (deployment) => {
      const needed = deployment.settings.throttling.burst + besidesRequests;
      const allowed = await deployment.concurrency();
      if (allowed >= needed) return passed(`${allowed} at once, ${needed} needed at most`);
      // The emulator's own figure is made of this machine's memory.
      if (deployment.environment === 'local')
        return note(`${allowed} at once on this machine, ${needed} needed at most`);
      return failed(
        `only ${allowed} functions may run at once, and the throttling burst lets ${needed} come to be needed`,
        `Ask AWS for more ("Concurrent executions" of Lambda in Service Quotas), or lower throttling.burst in infra/environments.ts to ${Math.max(1, allowed - besidesRequests)}.`,
      );
    },
  },
  {
    name: 'clock-rule',
    proves: 'the clock runs each minute: personal data is erased on time and what is due gets done',
    run: async (deployment) => {
      const rules = await deployment.rulesOf(`sluss-${deployment.environment}-clock`);
      if (rules.length === 0)
        return failed('no rule runs the clock', `Nothing due is done: ${deployCommand(deployment)}.`);
      if (rules.some(({ isEnabled, schedule }) => isEnabled && schedule === 'rate(1 minute)'))
        return passed('enabled, each minute');
      return failed(
        'the rule that runs the clock is disabled or has another schedule',
        `Personal data is not erased on time. Enable it (EventBridge, Rules, the one of sluss-${deployment.environment}-clock).`,
      );
    },
  },
];
