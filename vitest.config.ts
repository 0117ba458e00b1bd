import { defineConfig } from 'vitest/config';

const SECOND = 1000;

const project = (name: string, seconds: number, sharesTheStack = false, setupFiles: string[] = []) => ({
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    setupFiles,
    testTimeout: seconds * SECOND,
    hookTimeout: seconds * SECOND,
    // Loading the CDK and the AWS clients anew for each file took most of the time. So no test replaces a module.
    isolate: false,
    // A rate, a simulator's clock and its faults belong to a provider of the stack, so a lane runs one file at a time.
    fileParallelism: !sharesTheStack,
    // Whoever waits, waits for a machine that may be busy; what needs no stack also for all other work.
    expect: { requireAssertions: true, poll: { timeout: 20 * SECOND, interval: 120 } },
    allowOnly: false,
  },
});

export default defineConfig({
  test: {
    projects: [
      project('unit', 120, false, ['test/unit/mute.ts']),
      project('property', 300, false, ['test/quiet.ts', 'test/property/seed.ts']),
      project('simulation', 1000),
      project('infra', 120, false, ['test/quiet.ts']),
      project('integration', 60, true, ['test/quiet.ts']),
      project('e2e', 180, true),
      project('browser', 120, true),
    ],
  },
});
