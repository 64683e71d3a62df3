import { isTestSupport, placeOf } from '../places.ts';
import { resolveImport } from '../resolve.ts';
import type { Rule, Tree } from '../rule.ts';

type Edge = { readonly to: string; readonly path: string; readonly line: number };

/** Modules form no circle, types included: a circle means that two modules are one. */
export const moduleCircles: Rule = {
  name: 'module-circles',
  *check(tree) {
    const edges = moduleEdges(tree);
    const reported = new Set<string>();
    for (const start of edges.keys()) {
      const circle = findCircle(edges, start);
      if (circle === undefined) continue;
      const key = circle
        .map((edge) => edge.to)
        .toSorted()
        .join();
      if (reported.has(key)) continue;
      reported.add(key);
      const first = circle[0];
      if (first === undefined) continue;
      const names = [start, ...circle.map((edge) => edge.to)].join(' → ');
      yield { path: first.path, line: first.line, message: `modules form a circle: ${names}` };
    }
  },
};

function moduleEdges(tree: Tree): Map<string, Edge[]> {
  const edges = new Map<string, Edge[]>();
  for (const file of tree.files) {
    const from = placeOf(file.path);
    if (from.layer !== 'module' || isTestSupport(file.path)) continue;
    for (const fact of file.facts?.imports ?? []) {
      const target = resolveImport(tree, file.path, fact.specifier);
      if (target.kind !== 'file') continue;
      const to = placeOf(target.path);
      if (to.layer !== 'module' || to.part === from.part) continue;
      const list = edges.get(from.part) ?? [];
      list.push({ to: to.part, path: file.path, line: fact.line });
      edges.set(from.part, list);
    }
  }
  return edges;
}

/** The shortest way from a module back to itself. */
function findCircle(edges: ReadonlyMap<string, Edge[]>, start: string): Edge[] | undefined {
  const queue: Edge[][] = (edges.get(start) ?? []).map((edge) => [edge]);
  const seen = new Set<string>();
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    const at = path.at(-1)?.to ?? '';
    if (at === start) return path;
    if (seen.has(at)) continue;
    seen.add(at);
    for (const edge of edges.get(at) ?? []) queue.push([...path, edge]);
  }
  return undefined;
}
