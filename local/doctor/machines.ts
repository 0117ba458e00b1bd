import { providers } from '../../functions/providers.ts';
import { pollableFlowsOf, type AnyProvider } from '../../shared/provider.ts';
import { deployCommand, failed, notKeptLocally, NotTried, passed, type Check } from './check.ts';
import type { Deployment, MachineState } from './deployment.ts';

const machinesBeside = ({ name, payments, watched }: AnyProvider) =>
  [
    ...(payments ? [`${name}-sync`] : []),
    ...(payments?.hasSlowCalls ? [`${name}-slow`] : []),
    ...(watched ? [`${name}-look`] : []),
  ].map((machine) => [machine, 'STANDARD'] as const);

/** Every machine that infra/ makes, with its type. */
const expected = providers.flatMap((provider) => [
  ...pollableFlowsOf(provider).map((flow) => [flow.name, flow.machine.toUpperCase()] as const),
  ...machinesBeside(provider),
]);

const readAll = (deployment: Deployment) =>
  Promise.all(
    expected.map(async ([name, type]) => ({
      name,
      type,
      state: await deployment.machine(`sluss-${deployment.environment}-${name}`),
    })),
  );

const names = (machines: readonly { readonly name: string }[]) => machines.map(({ name }) => name).join(', ');
const isQuiet = ({ logLevel, logsData, traces }: MachineState) =>
  Boolean(logLevel) && logLevel !== 'OFF' && !logsData && !traces;

/** The state machines as they are deployed. */
export const machineChecks: readonly Check[] = [
  {
    name: 'machines-deployed',
    proves: 'every flow, payment and watched object has its state machine, of the right type',
    run: async (deployment) => {
      const wrong = (await readAll(deployment)).filter(({ type, state }) => !state?.isActive || state.type !== type);
      if (wrong.length === 0) return passed(`${expected.length} machines`);
      return failed(
        `missing, being deleted or of the wrong type: ${names(wrong)}`,
        `What they watch is looked at by the clock alone, hours later: ${deployCommand(deployment)}.`,
      );
    },
  },
  {
    name: 'machines-logs',
    proves: 'machines write a log, without data of any execution, and no traces',
    run: async (deployment) => {
      const found = (await readAll(deployment)).flatMap(({ name, state }) => (state ? [{ name, state }] : []));
      if (found.length === 0) throw new NotTried('machines-deployed');
      const wrong = found.filter(({ state }) => !isQuiet(state));
      if (wrong.length === 0) return passed('logging without execution data');
      // What it does not keep is off; what it would keep would be a fault of ours.
      if (deployment.environment === 'local' && wrong.every(({ state }) => !state.logsData && !state.traces))
        return notKeptLocally;
      return failed(
        `logging is off, holds execution data, or traces are on: ${names(wrong)}`,
        'Execution data in a log outlives the 24 hours. Switch it off in Step Functions, and delete what the logs hold.',
      );
    },
  },
];
