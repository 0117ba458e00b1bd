import { SFNClient } from '@aws-sdk/client-sfn';
import { startOnce } from './start-once.ts';

export interface LookMachine {
  /**
   * Sends somebody to look at watched objects, once. One that was sent under this name is enough.
   * @param objects their keys in the ledger
   */
  look(name: string, objects: readonly string[]): Promise<void>;
}

/** By provider. */
export const openLookMachines = (arns: Readonly<Record<string, string>>): ((provider: string) => LookMachine) => {
  const sfn = new SFNClient();
  return (provider) => {
    const arn = arns[provider];
    if (arn === undefined) throw new Error(`no machine for watched objects at ${provider}`);
    return { look: (name, objects) => startOnce(sfn, arn, name, { objects }) };
  };
};
