/** The seamless view: a classic script that gives the shop's page `payex.hostedView.invoice(…)` (swedbank-pay.md 19). */
(() => {
  const script = new URL(document.currentScript.src);
  const token = script.searchParams.get('token');
  const operation = script.searchParams.get('operation');

  const leaveFor = ({ redirectUrl }) => {
    if (redirectUrl) window.location.assign(redirectUrl);
  };

  /** What happens without a handler of the shop's. */
  const usual = (frame) => ({
    onPaymentCompleted: leaveFor,
    onPaymentCanceled: leaveFor,
    onPaymentFailed: leaveFor,
    onPaymentTermsOfService: ({ openUrl }) => window.open(openUrl, '_blank', 'noopener'),
    onApplicationConfigured: ({ height }) => {
      frame.style.height = `${height}px`;
    },
    onError: (problem) => console.error('The payment view failed', problem),
  });

  function invoice(options = {}) {
    let frame;

    function raise(event, data) {
      (options[event] ?? usual(frame)[event])?.(data);
    }

    function hear({ source, origin, data }) {
      if (source !== frame?.contentWindow || origin !== script.origin || data?.hostedView !== 'invoice') return;
      raise(data.event, data.data);
    }

    return {
      open() {
        const { container, culture } = options;
        const place = typeof container === 'string' ? document.getElementById(container) : container;
        if (!place) {
          raise('onError', { origin: 'invoice', messageId: 'container', details: 'There is no such container' });
          return;
        }
        this.close();
        const page = new URL(`/invoice/payments/${operation}/${token}?view=seamless`, script);
        if (culture) page.searchParams.set('culture', culture);
        frame = document.createElement('iframe');
        frame.title = 'Swedbank Pay';
        frame.src = page.href;
        frame.style.cssText = 'width: 100%; height: 36rem; border: 0';
        window.addEventListener('message', hear);
        place.append(frame);
      },
      close() {
        window.removeEventListener('message', hear);
        frame?.remove();
        frame = undefined;
      },
    };
  }

  window.payex ??= {};
  window.payex.hostedView ??= {};
  window.payex.hostedView.invoice = invoice;
})();
