package io.wawp.dispatcher.model;

import io.wawp.common.command.InstanceId;

/** With which credentials an instance speaks to Wawp. */
public record Account(InstanceId instanceId, AccessToken accessToken) {}
