'use client';

import { useEffect, useState } from 'react';

/** What Chromium hands over when it could keep this page among the applications; other browsers leave it to their menus. */
type InstallPrompt = Event & { prompt(): Promise<{ outcome: 'accepted' | 'dismissed' }> };

const isPrompt = (event: Event): event is InstallPrompt => 'prompt' in event && typeof event.prompt === 'function';

const isApplication = () =>
  window.matchMedia('(display-mode: standalone)').matches || Reflect.get(navigator, 'standalone') === true;

/** Safari names itself so on iPhones, and on iPads that pretend to be a Mac. */
const isAppleTouch = () =>
  /iPhone|iPad|iPod/.test(navigator.userAgent) || (/Mac/.test(navigator.userAgent) && navigator.maxTouchPoints > 1);

/** `asked`: the browser can be asked to do it, by `install`. */
export type Installation = { state: 'unknown' | 'installed' | 'asked' | 'apple' | 'menu'; install: () => void };

/** Whether Switchboard is among the applications of this device, and how it gets there. */
export const useInstallation = (): Installation => {
  const [prompt, setPrompt] = useState<InstallPrompt | null>(null);
  const [state, setState] = useState<'unknown' | 'installed' | 'apple' | 'menu'>('unknown');
  useEffect(() => {
    setState(isApplication() ? 'installed' : isAppleTouch() ? 'apple' : 'menu');
    const offer = (event: Event) => {
      if (!isPrompt(event)) return;
      // Else the browser asks by itself, when it likes.
      event.preventDefault();
      setPrompt(event);
    };
    const done = () => setState('installed');
    window.addEventListener('beforeinstallprompt', offer);
    window.addEventListener('appinstalled', done);
    return () => {
      window.removeEventListener('beforeinstallprompt', offer);
      window.removeEventListener('appinstalled', done);
    };
  }, []);
  const install = () => {
    if (prompt === null) return;
    // It can be asked once.
    setPrompt(null);
    void prompt.prompt().then(({ outcome }) => outcome === 'accepted' && setState('installed'));
  };
  return { state: prompt !== null && state !== 'installed' ? 'asked' : state, install };
};
