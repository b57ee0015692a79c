// Placeholder until the demo data is written.

export async function loadDemoData(_databaseUrl: string, _progress: (line: string) => void): Promise<void> {
  // Nothing yet.
}
