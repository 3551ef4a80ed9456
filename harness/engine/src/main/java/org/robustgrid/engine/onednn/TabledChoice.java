package org.robustgrid.engine.onednn;

import java.util.function.Function;
import org.bytedeco.dnnl.primitive_desc;
import org.robustgrid.engine.tuning.KernelTable;

/** Takes what a table names; the rule decides where it names nothing that there is. */
record TabledChoice(KernelTable table) implements KernelChoice {

  @Override
  public <D extends primitive_desc> D choose(
      ConvolutionSignature signature,
      long rows,
      Candidates<D> candidates,
      Function<D, Execution> trial) {
    return table
        .find(signature.text(), rows)
        .flatMap(candidates::find)
        .orElseGet(candidates::byRule);
  }
}
