export declare function serve(
  folder: string,
  headers?: Readonly<Record<string, string>>,
  base?: string,
): Promise<{ readonly origin: string; readonly close: () => Promise<void> }>
