import vitest from '@vitest/eslint-plugin';
import type { Linter } from 'eslint';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** Imports go one way: infra → functions → shared; nothing that is deployed imports what is only local. */
const mayNotImport = (files: string[], group: string[], message: string): Linter.Config => ({
  files,
  rules: { 'no-restricted-imports': ['error', { patterns: [{ group, message }] }] },
});

export default defineConfig(
  { ignores: ['node_modules', '.local', 'cdk.out', 'local/**/*.mjs'] },
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  { languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } } },
  {
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  {
    files: ['infra/**', 'functions/**', 'shared/**'],
    rules: {
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Only shared/environment.ts reads the environment.' },
      ],
    },
  },
  { files: ['shared/environment.ts'], rules: { 'no-restricted-properties': 'off' } },
  { files: ['local/**', 'docs/**', 'test/**'], rules: { 'no-console': 'off' } },
  mayNotImport(
    ['shared/**'],
    ['**/functions/**', '**/infra/**', '**/local/**', '**/test/**', 'aws-cdk-lib*', 'constructs'],
    'shared/ knows no provider, no CDK and nothing local.',
  ),
  mayNotImport(
    ['functions/**'],
    ['**/infra/**', '**/local/**', '**/test/**', 'aws-cdk-lib*', 'constructs'],
    'functions/ import shared/ and themselves only.',
  ),
  mayNotImport(['infra/**'], ['**/local/**', '**/test/**'], 'What is deployed does not import what is local.'),
  ...['billecta', 'swedbank-pay', 'swish'].map((provider, _, all) =>
    mayNotImport(
      [`functions/${provider}/**`],
      [
        ...all.filter((other) => other !== provider).map((other) => `**/${other}/**`),
        ...['**/infra/**', '**/local/**', '**/test/**', 'aws-cdk-lib*', 'constructs'],
      ],
      "A provider's folder never imports another's.",
    ),
  ),
  {
    files: ['test/**'],
    plugins: { vitest },
    rules: {
      ...vitest.configs.recommended.rules,
      'vitest/expect-expect': ['error', { assertFunctionNames: ['expect', 'fc.assert', 'expect*'] }],
      'vitest/no-focused-tests': 'error',
      'vitest/no-disabled-tests': 'error',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
);
