import jsonata from 'jsonata';
import type { Synthesized } from './template.ts';

interface Retry {
  readonly ErrorEquals: readonly string[];
  readonly MaxAttempts: number;
}
interface State {
  readonly Type: string;
  readonly Next?: string;
  readonly Arguments?: unknown;
  readonly Output?: unknown;
  readonly Seconds?: string;
  readonly Retry?: readonly Retry[];
  readonly Catch?: readonly {
    readonly ErrorEquals: readonly string[];
    readonly Next: string;
    readonly Output?: string;
  }[];
  readonly Choices?: readonly { readonly Condition: string; readonly Next: string }[];
  readonly Default?: string;
}
export interface Definition {
  readonly StartAt: string;
  readonly TimeoutSeconds: number;
  readonly States: Readonly<Record<string, State>>;
}

/** Each machine of a stack: its name, its properties, and its definition with what CloudFormation fills in left out. */
export const machinesOf = (stack: Synthesized) =>
  stack.all('AWS::StepFunctions::StateMachine').map(({ Properties }) => {
    const { 'Fn::Join': join } = Properties['DefinitionString'] as { 'Fn::Join': [string, unknown[]] };
    const text = join[1].map((part) => (typeof part === 'string' ? part : 'resolved')).join('');
    return [String(Properties['StateMachineName']), Properties, JSON.parse(text) as Definition] as const;
  });

/** Evaluates an expression as Step Functions does. */
export const evaluate = (expression: string, input: unknown, result?: unknown): Promise<unknown> =>
  jsonata(expression).evaluate({}, { states: { input, result } }) as Promise<unknown>;

/** The expression within its marks. */
export const inner = (text: unknown): string => /^\{% (.*) %\}$/s.exec(String(text))?.[1] ?? '';
