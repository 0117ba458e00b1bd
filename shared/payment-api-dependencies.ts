import type { Callers } from './callers.ts';
import type { CreationDependencies } from './payment-creation.ts';
import type { PaymentDependencies } from './payment-dependencies.ts';
import type { SlowCaller } from './slow-caller.ts';
import type { SyncMachine } from './sync-machine.ts';

/** What the endpoints of a provider's payments stand on. */
export interface PaymentApi<Client>
  extends
    PaymentDependencies<Client>,
    Pick<CreationDependencies<Client>, 'callbackKeys' | 'publicUrl' | 'vault' | 'payerFlows'> {
  readonly callers: Callers;
  readonly machine: SyncMachine;
  /** Where the provider has calls that take longer than the gateway waits. */
  readonly slow: SlowCaller | undefined;
}
