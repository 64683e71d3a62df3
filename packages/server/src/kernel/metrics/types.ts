export type Labels<Name extends string> = Record<Name, string>;

/** Numbers of this process for Prometheus. Label values come from small fixed sets only. */
export type Metrics = {
  /** Starts the watch of a call; the answer stops it with `output`, `fault` or a refusal's name. */
  startCall(method: string, transport: 'http' | 'socket'): (result: string) => void;
  /** Registers a number that is read when somebody asks for the text. */
  gauge(name: string, help: string, read: () => number | Promise<number>): void;
  /** Registers a count; the function that it gives adds 1 unless told. */
  counter<Name extends string = never>(
    name: string,
    help: string,
    labels?: readonly Name[],
  ): (labels: Labels<Name>, count?: number) => void;
  /** Registers a distribution of seconds (or of what `buckets` says). */
  histogram<Name extends string = never>(
    name: string,
    help: string,
    options?: { labels?: readonly Name[]; buckets?: readonly number[] },
  ): (labels: Labels<Name>, value: number) => void;
  /** Everything, in the text format of Prometheus. */
  text(): Promise<string>;
  readonly contentType: string;
};
