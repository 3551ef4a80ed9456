package org.robustgrid.spi.defense;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Content-addressed results shared between cells: a teacher's targets, a diffusion model, target
 * gradients. Implemented by the harness only.
 *
 * @since 0.1
 */
public interface Artifacts {

  /**
   * Returns an artifact, producing it first if needed: once per key, even across processes.
   *
   * @param type what it is, for example {@code diffusion-model}
   * @param key everything that decides its content
   * @param producer writes it into an empty folder; called only when there is none yet, or when its
   *     files were changed since they were sealed. Partial output of a killed producer is deleted;
   *     long work should resume from a trainer's checkpoints
   * @return the finished artifact's folder, not to be changed
   */
  Path obtain(String type, String key, Producer producer);

  /**
   * Writes an artifact.
   *
   * @since 0.1
   */
  @FunctionalInterface
  interface Producer {
    /**
     * Writes the artifact.
     *
     * @param folder where to write, empty
     */
    void produce(Path folder) throws IOException;
  }
}
