import type { Me } from '@plaza/contract';
import type { DataHolding } from '../../kernel/holdings/index.ts';
import { escapeHtml, linkTo, pageEnd, pageStart, showTime } from './page.ts';
import { fill, translate, type Words } from './words/index.ts';

/** One file of the export, as the overview lists it. */
export type Listed = { path: string; page: string | null; count: number | null; isImage: boolean };
export type Section = { holding: DataHolding; files: Listed[] };

function listFile(words: Words, { path, page, count, isImage }: Listed): string {
  const name = escapeHtml(path);
  if (isImage) return `<li><img src="${linkTo(path, 0)}" alt="${name}"></li>`;
  if (page === null) return `<li><a href="${linkTo(path, 0)}">${name}</a></li>`;
  const entries = count === null ? '' : ` · ${count} ${escapeHtml(words.entries)}`;
  const json = `<a href="${linkTo(path, 0)}">${escapeHtml(words.asJson)}</a>`;
  const title = name.replace(/\.json$/, '');
  return `<li><a href="${linkTo(page, 0)}">${title}</a>${entries} · ${json}</li>`;
}

function* sectionOf(words: Words, { holding, files }: Section): Generator<string> {
  yield `<section>\n<h2>${escapeHtml(translate(words, holding.title))}</h2>\n<dl>\n`;
  for (const [label, text] of [
    [words.why, holding.why],
    [words.keptFor, holding.keptFor],
    [words.onErasure, holding.onErasure],
  ] as const) {
    yield `<dt>${escapeHtml(label)}</dt><dd>${escapeHtml(translate(words, text))}</dd>\n`;
  }
  yield '</dl>\n';
  if (files.length === 0) yield `<p>${escapeHtml(words.nothingKept)}</p>\n`;
  else {
    yield `<h3>${escapeHtml(words.files)}</h3>\n<ul>\n`;
    for (const file of files) yield `${listFile(words, file)}\n`;
    yield '</ul>\n';
  }
  yield '</section>\n';
}

/** The first page of the export: what is kept, why, and where to find it in the folder. */
export function* overviewPage(
  words: Words,
  { me, at, sections, missing }: { me: Me; at: Date; sections: Section[]; missing: string[] },
): Generator<string> {
  yield pageStart(words, words.title);
  const values = { name: me.displayName, handle: me.handle, time: showTime(words, at) };
  yield `<p dir="auto">${escapeHtml(fill(words.madeFor, values))}</p>\n`;
  yield `<p>${escapeHtml(words.howToRead)}</p>\n`;
  for (const section of sections) yield* sectionOf(words, section);
  if (missing.length > 0) {
    const names = missing.map((path) => `<li>${escapeHtml(path)}</li>`).join('\n');
    yield `<p>${escapeHtml(words.missing)}</p>\n<ul>\n${names}\n</ul>\n`;
  }
  yield pageEnd;
}
