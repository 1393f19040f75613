import type { ScenarioContext } from '../scenario.ts'

/**
 * Does things that don't touch each other, a few at a time: on one host, Ansible keeps one core busy. Throws what the
 * first that failed has thrown, once all lanes have ended: the hosts are theirs until then.
 */
export async function inLanes(
  tasks: readonly (() => Promise<void>)[],
  { lanes = 2 }: { readonly lanes?: number } = {},
): Promise<void> {
  const waiting = tasks.values()
  const lane = async () => {
    for (const task of waiting) await task()
  }
  const ends = await Promise.allSettled(Array.from({ length: lanes }, lane))
  for (const end of ends) if (end.status === 'rejected') throw end.reason
}

/** The context of one lane, whose steps begin with a name. */
export function named(context: ScenarioContext, name: string): ScenarioContext {
  return {
    ...context,
    line: (text) => context.line(`${name}: ${text}`),
    step: (title, action) => context.step(`${name}: ${title}`, action),
  }
}
