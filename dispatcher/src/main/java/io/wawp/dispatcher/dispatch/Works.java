package io.wawp.dispatcher.dispatch;

/** What all lines of the worker share. */
record Works(
        DispatchRoles roles,
        DispatchSettings settings,
        Endings endings,
        Permits permits,
        Walks walks) {

    static Works of(DispatchRoles roles, DispatchSettings settings) {
        var endings = new Endings(settings.memory(), settings.deliveryDeadline());
        var retry = new RetryRule(settings.retryMaxElapsed(), roles.random());
        var reconciler = new Reconciler(roles, settings);
        var closing = new Closing(roles, endings);
        var settlement = new Settlement(roles, settings, endings, retry, reconciler, closing);
        var path = new Path(roles, settings, endings, retry, reconciler, settlement, closing);
        var walks = new Walks(roles, path, retry);
        return new Works(
                roles, settings, endings, new Permits(settings.maxConcurrentSends()), walks);
    }
}
