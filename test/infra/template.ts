import { App, DefaultStackSynthesizer } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { type EnvironmentName, type Settings, settingsOf } from '../../infra/environments.ts';
import { SlussStack } from '../../infra/sluss-stack.ts';

export interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
}

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
}

const listOf = <Value>(value: Value | readonly Value[]): readonly Value[] =>
  Array.isArray(value) ? (value as readonly Value[]) : [value as Value];

/** The real stack of an environment as CloudFormation gets it; without the functions' code, which takes seconds to bundle. */
export class Synthesized {
  readonly stack: SlussStack;
  readonly text: string;
  readonly resources: Readonly<Record<string, Resource>>;

  /** @param change what this environment has otherwise than it stands in infra/environments */
  constructor(name: EnvironmentName, change: Partial<Settings> = {}) {
    const app = new App({ context: { 'aws:cdk:bundling-stacks': [] } });
    const synthesizer = new DefaultStackSynthesizer();
    this.stack = new SlussStack(app, `sluss-${name}`, { settings: { ...settingsOf(name), ...change }, synthesizer });
    const template = Template.fromStack(this.stack).toJSON() as { Resources: Record<string, Resource> };
    this.resources = template.Resources;
    this.text = JSON.stringify(template);
  }

  /** Every resource of a type, such as `AWS::Lambda::Function`, by its logical id. */
  all(type: string): readonly (Resource & { readonly id: string })[] {
    return Object.entries(this.resources)
      .filter(([, { Type }]) => Type === type)
      .map(([id, resource]) => ({ id, ...resource }));
  }

  /** The only one of a type. */
  one(type: string): Resource & { readonly id: string } {
    const [only, ...others] = this.all(type);
    if (!only || others.length > 0) throw new Error(`not exactly one ${type}`);
    return only;
  }

  /** What the role of a function or machine may do: `action resource`, where a resource is its logical id or its ARN. */
  grants(name: string, kind: 'FunctionName' | 'StateMachineName' = 'FunctionName'): readonly string[] {
    const owner = Object.values(this.resources).find(({ Properties }) => Properties[kind] === name);
    const role = JSON.stringify(owner?.Properties['Role'] ?? owner?.Properties['RoleArn']);
    const statements = this.all('AWS::IAM::Policy')
      .filter(({ Properties }) => (Properties['Roles'] as { Ref: string }[]).some(({ Ref }) => role.includes(Ref)))
      .flatMap(({ Properties }) => (Properties['PolicyDocument'] as { Statement: Statement[] }).Statement);
    return statements
      .flatMap(({ Effect, Action, Resource: resource }) =>
        listOf(Action).flatMap((action) =>
          listOf(resource).map((each) => `${Effect === 'Allow' ? '' : 'Deny '}${action} ${nameOf(each)}`),
        ),
      )
      .sort();
  }
}

/** A logical id without CDK's hash, or the end of an ARN. */
const nameOf = (resource: unknown): string => {
  if (typeof resource === 'string') return resource;
  const { 'Fn::GetAtt': attribute, Ref: ref, 'Fn::Join': join } = resource as Record<string, unknown[]>;
  const id = (value: unknown) => String(value).replace(/[0-9A-F]{8}$/, '');
  if (attribute) return id(attribute[0]);
  if (ref) return id(ref);
  return listOf(join?.[1])
    .flat()
    .map((part) => (typeof part === 'string' ? part : nameOf(part)))
    .join('')
    .replace(/^arn:AWS::Partition:/, '');
};
