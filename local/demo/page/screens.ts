/** Shows one screen of a drawn phone. Whoever was using the phone by keyboard goes on at the new screen's heading. */
export function showScreen(device: HTMLElement, name: string): void {
  const isNew = device.dataset['shows'] !== name;
  const inUse = device.contains(document.activeElement);
  for (const screen of device.querySelectorAll<HTMLElement>('[data-screen]')) {
    screen.hidden = screen.dataset['screen'] !== name;
    if (isNew && inUse && !screen.hidden) screen.querySelector<HTMLElement>('h3')?.focus();
  }
  device.dataset['shows'] = name;
}
