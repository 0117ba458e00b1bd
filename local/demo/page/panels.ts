import { find } from './dom.ts';

const panels = ['start', 'flow', 'outcome'] as const;

/** How far the boat in the picture has come. */
export type Stage = 'idle' | 'waiting' | 'opened' | 'complete' | 'stopped';

/** Shows one panel of the card and hides the others. */
export function showPanel(shown: (typeof panels)[number]): void {
  for (const panel of panels) find(`#${panel}`, HTMLElement).hidden = panel !== shown;
}

export function showStage(stage: Stage): void {
  find('#card', HTMLElement).dataset['stage'] = stage;
}
