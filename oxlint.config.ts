import { defineConfig, type OxlintOverride } from 'oxlint';

/** Imports go one way: infra → functions → shared; nothing that is deployed imports what is only local. */
const mayNotImport = (files: string[], group: string[], message: string): OxlintOverride => ({
  files,
  rules: { 'no-restricted-imports': ['error', { patterns: [{ group, message }] }] },
});

const localOnly = ['**/local/**', '**/test/**'];
const cdk = ['aws-cdk-lib', 'aws-cdk-lib/**', 'constructs', 'constructs/**'];
const providers = ['billecta', 'swedbank-pay', 'swish'];

/** Beyond oxlint's correctness: the strict and stylistic rules of typescript-eslint. */
const strict = [
  'eqeqeq',
  'no-array-constructor',
  'no-console',
  'no-empty-function',
  'no-useless-constructor',
  'no-var',
  'prefer-const',
  'prefer-rest-params',
  'prefer-spread',
  'typescript/adjacent-overload-signatures',
  'typescript/array-type',
  'typescript/ban-tslint-comment',
  'typescript/class-literal-property-style',
  'typescript/consistent-generic-constructors',
  'typescript/consistent-indexed-object-style',
  'typescript/consistent-type-assertions',
  'typescript/consistent-type-definitions',
  'typescript/consistent-type-imports',
  'typescript/dot-notation',
  'typescript/no-confusing-non-null-assertion',
  'typescript/no-deprecated',
  'typescript/no-dynamic-delete',
  'typescript/no-empty-object-type',
  'typescript/no-explicit-any',
  'typescript/no-extraneous-class',
  'typescript/no-generated-empty-object-type',
  'typescript/no-inferrable-types',
  'typescript/no-invalid-void-type',
  'typescript/no-misused-promises',
  'typescript/no-mixed-enums',
  'typescript/no-namespace',
  'typescript/no-non-null-asserted-nullish-coalescing',
  'typescript/no-non-null-assertion',
  'typescript/no-require-imports',
  'typescript/no-unnecessary-boolean-literal-compare',
  'typescript/no-unnecessary-condition',
  'typescript/no-unnecessary-template-expression',
  'typescript/no-unnecessary-type-arguments',
  'typescript/no-unnecessary-type-assertion',
  'typescript/no-unnecessary-type-constraint',
  'typescript/no-unnecessary-type-conversion',
  'typescript/no-unnecessary-type-parameters',
  'typescript/no-unsafe-argument',
  'typescript/no-unsafe-assignment',
  'typescript/no-unsafe-call',
  'typescript/no-unsafe-enum-comparison',
  'typescript/no-unsafe-function-type',
  'typescript/no-unsafe-member-access',
  'typescript/no-unsafe-return',
  'typescript/non-nullable-type-assertion-style',
  'typescript/only-throw-error',
  'typescript/prefer-find',
  'typescript/prefer-for-of',
  'typescript/prefer-function-type',
  'typescript/prefer-includes',
  'typescript/prefer-literal-enum-member',
  'typescript/prefer-nullish-coalescing',
  'typescript/prefer-optional-chain',
  'typescript/prefer-promise-reject-errors',
  'typescript/prefer-reduce-type-parameter',
  'typescript/prefer-regexp-exec',
  'typescript/prefer-return-this-type',
  'typescript/prefer-string-starts-ends-with',
  'typescript/related-getter-setter-pairs',
  'typescript/require-await',
  'typescript/unified-signatures',
  'typescript/use-unknown-in-catch-callback-variable',
] as const;

/** Beyond oxlint's correctness: the recommended rules of vitest's own plugin. */
const ofTests = [
  'vitest/no-commented-out-tests',
  'vitest/no-conditional-expect',
  'vitest/no-disabled-tests',
  'vitest/no-focused-tests',
  'vitest/no-identical-title',
  'vitest/no-import-node-test',
  'vitest/no-interpolation-in-snapshots',
  'vitest/no-mocks-import',
  'vitest/no-standalone-expect',
  'vitest/no-unneeded-async-expect-function',
  'vitest/prefer-called-exactly-once-with',
  'vitest/require-local-test-context-for-concurrent-snapshots',
  'vitest/valid-describe-callback',
  'vitest/valid-expect',
  'vitest/valid-expect-in-promise',
  'vitest/valid-title',
] as const;

const errors = (rules: readonly string[]) => Object.fromEntries(rules.map((rule) => [rule, 'error'] as const));

export default defineConfig({
  ignorePatterns: ['node_modules', '.local', 'cdk.out', 'local/**/*.mjs'],
  plugins: ['typescript', 'oxc', 'import', 'promise', 'vitest'],
  options: { typeAware: true },
  categories: { correctness: 'error' },
  rules: {
    ...errors(strict),
    'typescript/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
    'typescript/restrict-template-expressions': ['error', { allowNumber: true }],
    'typescript/ban-ts-comment': ['error', { minimumDescriptionLength: 10 }],
    'typescript/restrict-plus-operands': [
      'error',
      { allowAny: false, allowBoolean: false, allowNullish: false, allowNumberAndString: false, allowRegExp: false },
    ],
    'typescript/return-await': ['error', 'error-handling-correctness-only'],
    'typescript/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
  },
  overrides: [
    {
      files: ['infra/**', 'functions/**', 'shared/**'],
      rules: {
        'typescript/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
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
      ['**/functions/**', '**/infra/**', ...localOnly, ...cdk],
      'shared/ knows no provider, no CDK and nothing local.',
    ),
    mayNotImport(
      ['functions/**'],
      ['**/infra/**', ...localOnly, ...cdk],
      'functions/ import shared/ and themselves only.',
    ),
    mayNotImport(['infra/**'], localOnly, 'What is deployed does not import what is local.'),
    ...providers.map((provider) =>
      mayNotImport(
        [`functions/${provider}/**`],
        [
          ...providers.filter((other) => other !== provider).map((other) => `**/${other}/**`),
          ...['**/infra/**', ...localOnly, ...cdk],
        ],
        "A provider's folder never imports another's.",
      ),
    ),
    {
      files: ['test/**'],
      rules: {
        ...errors(ofTests),
        'typescript/no-non-null-assertion': 'off',
        'vitest/expect-expect': ['error', { assertFunctionNames: ['expect', 'fc.assert', 'expect*'] }],
        // It does not see that an arrow function returns it; no-floating-promises does.
        'vitest/require-awaited-expect-poll': 'off',
      },
    },
  ],
});
