extern alias core;
global using Philox = core::HyperSearch.Randomness.Philox;
