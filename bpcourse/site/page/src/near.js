// Near: do something once an element is in view, or will be soon. Returns what gives it up.

export function whenNear(element, act) {
  const seen = (entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    observer.disconnect();
    act();
  };
  const observer = new IntersectionObserver(seen, { rootMargin: "400px" });
  observer.observe(element);
  return () => observer.disconnect();
}
