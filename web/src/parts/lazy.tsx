import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { problemOf } from "../api/problem";
import { Loading, Trouble } from "./empty";

export interface PageProps {
  params: Record<string, string>;
}

/** A page whose code is fetched when it is first shown. */
export function lazy(load: () => Promise<{ default: ComponentType<PageProps> }>): ComponentType<PageProps> {
  let found: ComponentType<PageProps> | null = null;
  return function Lazy(props: PageProps) {
    const [state, setState] = useState<"waits" | "there" | "failed">(found ? "there" : "waits");
    useEffect(() => {
      if (found) return;
      load().then(
        (module) => {
          found = module.default;
          setState("there");
        },
        () => setState("failed"),
      );
    }, []);
    if (found) {
      const Found = found;
      return <Found {...props} />;
    }
    if (state === "failed")
      return (
        <Trouble
          problem={problemOf({ title: "This page could not be fetched", hint: "The studio may have been renewed: load the page anew." })}
          again={() => window.location.reload()}
        />
      );
    return <Loading />;
  };
}
