/**
 * For queries whose answer is put into a form: it is read anew when the form opens (wait for `isFetchedAfterMount`), and
 * not again behind the person's back, since a newer version under older fields would overwrite a colleague unseen.
 */
export function forEditing<Options extends object>(options: Options) {
  return {
    ...options,
    staleTime: 0,
    refetchOnMount: "always",
    refetchOnReconnect: false,
    refetchOnWindowFocus: false,
  } as const;
}
