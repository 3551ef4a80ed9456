package org.robustgrid.architectures;

import java.util.List;
import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.network.Architecture;
import org.robustgrid.spi.network.ArchitectureDescriptor;
import org.robustgrid.spi.network.ArchitectureProvider;
import org.robustgrid.spi.network.ArchitectureRequest;

/**
 * Provides {@code mlp-mixer}: alternating perceptrons over patches and over channels. Mixer-B/16
 * for ImageNet has patch 16, width 768, depth 12, tokens 384 and hidden 3072: 59,880,472 parameters
 * with a thousand classes.
 */
public final class MixerProvider implements ArchitectureProvider {

  private static final String ID = "mlp-mixer";

  private static final Parameter<Integer> TOKENS =
      Parameter.integer("tokens", 0, "width of the perceptrons over patches; 0: half the width")
          .atLeast(0)
          .atMost(262_144);

  private static final Parameter<Integer> HIDDEN =
      Parameter.integer(
              "hidden", 0, "width of the perceptrons over channels; 0: four times the width")
          .atLeast(0)
          .atMost(262_144);

  private static final ArchitectureDescriptor DESCRIPTOR =
      ArchitectureDescriptor.builder(ID, "Alternating perceptrons over patches and over channels.")
          .citation("Tolstikhin et al.: MLP-Mixer: An all-MLP Architecture for Vision, 2021")
          .parameters(Patches.PATCH, Patches.WIDTH, Patches.DEPTH, TOKENS, HIDDEN, Patches.EPSILON)
          .build();

  @Override
  public ArchitectureDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Architecture create(Parameters parameters) {
    return new ModuleArchitecture(
        request -> build(request, parameters), sketch -> List.of(sketch.names("timm")));
  }

  @Override
  public void requireFits(Parameters parameters, DataDescription data) {
    Patches.requireTiles(ID, data.inputShape(), parameters.get(Patches.PATCH));
  }

  private static ModuleSketch build(ArchitectureRequest request, Parameters parameters) {
    int patch = parameters.get(Patches.PATCH);
    Patches.requireTiles(ID, request.inputShape(), patch);
    int width = parameters.get(Patches.WIDTH);
    int tokens = parameters.get(TOKENS) == 0 ? Math.max(1, width / 2) : parameters.get(TOKENS);
    int hidden = parameters.get(HIDDEN) == 0 ? 4 * width : parameters.get(HIDDEN);
    double epsilon = parameters.get(Patches.EPSILON);
    ModuleSketch sketch = new ModuleSketch(request);
    Patches.embed(sketch, "stem.proj", patch, width, Initial.LECUN);
    for (int i = 0; i < parameters.get(Patches.DEPTH); i++) {
      String name = "blocks." + i;
      String input = sketch.last();
      long patches = sketch.shape()[0];
      sketch.layerNorm(name + ".norm1", epsilon);
      sketch.view(name + ".channels", List.of("permute 1 0"), width, patches);
      Patches.perceptron(sketch, name + ".mlp_tokens", tokens, Initial.LECUN);
      sketch.view(name + ".patches", List.of("permute 1 0"), patches, width);
      String middle = sketch.sum(name + ".add1", sketch.last(), input).last();
      sketch.layerNorm(name + ".norm2", epsilon);
      Patches.perceptron(sketch, name + ".mlp_channels", hidden, Initial.LECUN);
      sketch.sum(name + ".add2", sketch.last(), middle);
    }
    sketch.layerNorm("norm", epsilon);
    sketch.operator("mean", "mean", List.of("0"), new long[] {width}, sketch.last());
    return sketch.output("head", Initial.LECUN);
  }
}
