package org.robustgrid.engine.onednn;

import java.util.function.Function;
import org.bytedeco.dnnl.primitive_desc;

/** Decides which implementation computes a convolution. */
interface KernelChoice {

  /** The one that suits by rule; nothing is looked up or measured. */
  KernelChoice RULE =
      new KernelChoice() {
        @Override
        public <D extends primitive_desc> D choose(
            ConvolutionSignature signature,
            long rows,
            Candidates<D> candidates,
            Function<D, Execution> trial) {
          return candidates.byRule();
        }
      };

  /**
   * Chooses.
   *
   * @param rows of the batch
   * @param trial makes an execution to measure with, which overwrites the plan's own arrays: a
   *     process that measures computes nothing that counts
   */
  <D extends primitive_desc> D choose(
      ConvolutionSignature signature,
      long rows,
      Candidates<D> candidates,
      Function<D, Execution> trial);
}
