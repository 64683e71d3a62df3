export type FileFamily =
  | 'text'
  | 'table'
  | 'archive'
  | 'image'
  | 'audio'
  | 'video'
  | 'pdf'
  | 'other';

const byEnding: readonly (readonly [RegExp, FileFamily])[] = [
  [/\.pdf$/iu, 'pdf'],
  [/\.(?:csv|tsv|xls|xlsx|ods)$/iu, 'table'],
  [/\.(?:zip|gz|tgz|tar|7z|rar|xz|bz2|zst)$/iu, 'archive'],
  [/\.(?:png|jpe?g|gif|webp|avif|heic|svg|bmp|tiff?)$/iu, 'image'],
  [/\.(?:mp3|m4a|ogg|opus|wav|flac|aac)$/iu, 'audio'],
  [/\.(?:mp4|webm|mov|mkv|avi)$/iu, 'video'],
  [/\.(?:txt|md|doc|docx|odt|rtf|html?|json|xml)$/iu, 'text'],
];

/** What kind of file it is by its name, else by its type. It decides a picture, nothing else. */
export function fileFamily({
  name,
  contentType,
}: {
  name: string;
  contentType: string;
}): FileFamily {
  const found = byEnding.find(([ending]) => ending.test(name));
  if (found !== undefined) return found[1];
  const [main] = contentType.split('/');
  if (main === 'image' || main === 'audio' || main === 'video' || main === 'text') return main;
  return contentType === 'application/pdf' ? 'pdf' : 'other';
}
