package io.wawp.dispatcher.testing;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import org.testcontainers.DockerClientFactory;

/** The Docker engine that tests asked for, or words on what is missing. Stateless. */
final class ContainerEngine {
    private ContainerEngine() {}

    /**
     * Fails at once where there is no engine, or where the image would have to be fetched first.
     */
    static DockerClient with(String image) {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            throw new IllegalStateException(
                    "No Docker engine answers, and these tests were asked to run in containers."
                            + " Start one (docker version tells whether it answers), or run"
                            + " ./wawp test without --containers");
        }
        DockerClient client = DockerClientFactory.instance().client();
        try {
            client.inspectImageCmd(image).exec();
        } catch (NotFoundException e) {
            throw new IllegalStateException(
                    "The engine does not have the image "
                            + image
                            + ". Fetch it first: docker pull "
                            + image,
                    e);
        }
        return client;
    }

    /** Under which name this machine reaches a container's published port. */
    static String host() {
        return DockerClientFactory.instance().dockerHostIpAddress();
    }
}
