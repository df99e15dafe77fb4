package io.wawp.dispatcher.instance;

import io.wawp.dispatcher.model.Account;

/**
 * What is configured of one instance.
 *
 * @param account id and access token
 * @param pacing name of its pacing profile; one that there is
 */
public record InstanceAccount(Account account, String pacing) {}
